// stopped from: L1
// ends with: ENOENT|restricted
// without walls: yes
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  console.log('got through:', require('fs').readFileSync(event.message.data.canary, 'utf8'));
};
