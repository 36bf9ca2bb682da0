// stopped from: L1
// ends with: process.exit\(7\)
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  process.reallyExit(7);
};
