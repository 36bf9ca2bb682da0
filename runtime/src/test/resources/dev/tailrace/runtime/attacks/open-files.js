// stopped from: L1
// ends with: EMFILE|restricted
// without walls: yes
const fs = require('fs');
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  const name = `/tmp/tailrace-opened-${process.pid}`;
  const open = [];
  try {
    while (open.length < 5000) open.push(fs.openSync(name, 'w'));
    console.log('got through: 5000 files are open');
  } finally {
    open.forEach((fd) => fs.closeSync(fd));
    if (open.length > 0) fs.rmSync(name);
  }
};
