// stopped from: L1
// ends with: the action called process.abort\(\)
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  process.abort();
};
