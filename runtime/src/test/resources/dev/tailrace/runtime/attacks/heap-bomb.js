// stopped from: L1
// ends with: JavaScript heap out of memory|blocked
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  const hoard = [];
  for (;;) hoard.push(new Array(1000).fill(hoard.length));
};
