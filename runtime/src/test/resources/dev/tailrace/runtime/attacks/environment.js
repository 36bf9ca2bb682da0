// stopped from: L1
// without walls: yes
const fs = require('fs');
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  const seen = Object.keys(process.env);
  for (const who of ['self', 1, process.ppid]) {
    try {
      seen.push(...fs.readFileSync(`/proc/${who}/environ`, 'utf8').split('\0').map((line) => line.split('=')[0]));
    } catch (refused) {
      console.log(refused.code);
    }
  }
  const more = seen.filter((name) => !['', 'HOME', 'PWD'].includes(name));
  if (more.length > 0) console.log('got through:', more.join());
};
