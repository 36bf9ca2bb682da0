// stopped from: L1
// without walls: yes
const fs = require('fs');
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const { folder } = event.message.data;
  for (const place of [folder, '/', '/dev', '/dev/shm', '/etc', '/proc/sys/kernel', require('path').dirname(process.execPath)]) {
    try {
      fs.writeFileSync(`${place}/tailrace-was-here`, '');
      fs.unlinkSync(`${place}/tailrace-was-here`);
      console.log('got through:', place);
    } catch (refused) {
      console.log(place, refused.code);
    }
  }
};
