// stopped from: L1
// ends with: the action blocked its process for 2 s
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  for (;;) await null;
};
