// stopped from: L1
// ends with: ^$
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  const line = 'x'.repeat(1000);
  const until = Date.now() + 1000;
  while (Date.now() < until) {
    for (let i = 0; i < 100; i++) console.log(line);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
