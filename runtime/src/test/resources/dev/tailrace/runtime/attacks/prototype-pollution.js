// stopped from: L1
// ends with: ^$
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  Object.prototype.polluted = 'yes';
  Array.prototype.polluted = 'yes';
  globalThis.polluted = 'yes';
  const parse = JSON.parse;
  JSON.parse = (text) => Object.assign(parse(text), { polluted: 'yes' });
};
