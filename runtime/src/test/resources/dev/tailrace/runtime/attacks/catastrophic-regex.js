// stopped from: L1
// ends with: the action blocked its process for 2 s
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  console.log(/^(a+)+$/.test('a'.repeat(60) + '!'));
};
