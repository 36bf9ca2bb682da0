// stopped from: L1
// ends with: ENOSPC|restricted
const fs = require('fs');
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  for (let i = 0; i < 256; i++) fs.writeFileSync(`/tmp/tailrace-filled-${i}`, Buffer.alloc(1e6, i));
  for (let i = 0; i < 256; i++) fs.rmSync(`/tmp/tailrace-filled-${i}`);
  console.log('got through: 256 MB on disk');
};
