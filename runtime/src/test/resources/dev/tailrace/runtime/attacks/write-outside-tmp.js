// stopped from: L1
// without walls: yes
const fs = require('fs');
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const { folder } = event.message.data;
  // In a box whatever lies below /tmp is in a /tmp of its own.
  const node = require('path').dirname(process.execPath);
  const places = [folder, '/', '/dev', '/dev/shm', '/etc', '/proc/sys/kernel', ...(node.startsWith('/tmp/') ? [] : [node])];
  for (const place of places) {
    try {
      fs.writeFileSync(`${place}/tailrace-was-here`, '');
      fs.unlinkSync(`${place}/tailrace-was-here`);
      console.log('got through:', place);
    } catch (refused) {
      console.log(place, refused.code);
    }
  }
};
