// stopped from: L1
// ends with: ENOENT|restricted|No such module|process.binding
// without walls: yes
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const fd = process.binding('fs').open(event.message.data.canary, 0, 0o666);
  if (fd > 0) console.log('got through: opened as', fd);
  else throw new Error('ENOENT');
};
