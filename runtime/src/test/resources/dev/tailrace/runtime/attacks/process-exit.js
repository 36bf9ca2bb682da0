// stopped from: L1
// ends with: the action called process.exit\(3\)
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  process.exit(3);
};
