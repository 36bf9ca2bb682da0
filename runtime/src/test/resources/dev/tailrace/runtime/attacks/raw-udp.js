// stopped from: L1
// without walls: yes
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const socket = require('dgram').createSocket('udp4');
  const answer = await new Promise((resolve) => {
    socket.on('message', () => resolve('got through: an answer came'));
    socket.on('error', (refused) => resolve(refused.message));
    socket.send('hello', event.message.data.udp, '127.0.0.1', (refused) => refused && resolve(refused.message));
    setTimeout(resolve, 1000, 'no answer');
  });
  socket.close();
  console.log(answer);
};
