// stopped from: L2
// without walls: yes
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const { server } = event.message.data;
  for (const pid of [server, process.ppid]) {
    if (pid <= process.pid && process.pid < 10) continue; // numbers of this namespace
    try {
      process.kill(pid, 0); // asks only whether it may
      console.log('got through: may signal', pid);
    } catch (refused) {
      console.log(refused.message);
    }
  }
};
