// stopped from: L1
// ends with: used (more|\d+ MB of) memory|blocked
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  const hoard = [];
  for (;;) {
    hoard.push(Buffer.alloc(8e6, 1));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};
