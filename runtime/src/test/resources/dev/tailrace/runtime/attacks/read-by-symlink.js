// stopped from: L1
// ends with: ENOENT|restricted|requires full
// without walls: yes
const fs = require('fs');
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const link = `/tmp/link-${process.pid}`;
  fs.symlinkSync(event.message.data.canary, link);
  try {
    console.log('got through:', fs.readFileSync(link, 'utf8'));
  } finally {
    fs.unlinkSync(link);
  }
};
