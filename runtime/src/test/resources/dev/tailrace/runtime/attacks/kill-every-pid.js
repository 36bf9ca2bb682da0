// stopped from: L1
// ends with: interrupted|^$
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  if (!event.message.data.boxed) return; // where others are visible, nobody is hurt for a test
  for (let pid = 1; pid < 50000; pid++) {
    if (pid === process.pid) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Not there, or not ours.
    }
  }
};
