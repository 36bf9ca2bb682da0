// stopped from: L1
// without walls: yes
const fs = require('fs');
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const { canary, server } = event.message.data;
  const roots = [`/proc/${process.ppid}/root`, '/proc/self/root', '/proc/1/root', `/proc/${server}/root`, '/proc/self/cwd/../..'];
  for (const file of [...roots.map((root) => root + canary), `/proc/${server}/environ`]) {
    try {
      const text = fs.readFileSync(file, 'utf8');
      if (text !== '') console.log('got through:', file);
    } catch (refused) {
      console.log(refused.code);
    }
  }
};
