// stopped from: L1
// ends with: sent something that is not ours|ended|interrupted
const fs = require('fs');
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (let fd = 3; fd < 128; fd++) {
    try {
      fs.writeSync(fd, Buffer.alloc(4096, 255));
    } catch {
      // Not open, or not for writing.
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 5000));
};
