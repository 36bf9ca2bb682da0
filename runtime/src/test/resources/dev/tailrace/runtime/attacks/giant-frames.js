// stopped from: L1
// ends with: sent something that is not ours
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const header = Buffer.from([0x7f, 0xff, 0xff, 0xff, 7, 0, 0, 0, 1]);
  for (const handle of process._getActiveHandles()) handle.write?.(header);
  await new Promise((resolve) => setTimeout(resolve, 5000));
};
