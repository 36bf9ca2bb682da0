// stopped from: L1
// ends with: EPERM|restricted
const { spawn, spawnSync } = require('child_process');
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const one = spawnSync(process.execPath, ['-e', '0']);
  if (one.error) throw one.error;
  console.log('got through: a program was started');
  if (event.message.data.bare) return;
  for (;;) spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
};
