// stopped from: L1
// ends with: fetch failed|denied
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  const answer = await fetch('http://169.254.169.254/latest/meta-data/', { signal: AbortSignal.timeout(3000) });
  console.log('got through:', answer.status);
};
