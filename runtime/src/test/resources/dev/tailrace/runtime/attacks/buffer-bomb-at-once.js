// stopped from: L1
// ends with: used (more|\d+ MB of) memory|heap out of memory|blocked
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  const hoard = [];
  for (;;) hoard.push(Buffer.alloc(64e6, 1));
};
