// stopped from: L1
// ends with: ^$
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const wanted = event.message.data.reversed.split('').reverse().join('');
  let found = false;
  let own = false;
  for await (const chunk of require('v8').getHeapSnapshot()) {
    const text = chunk.toString();
    found ||= text.includes(`${wanted}-of-the-neighbour`);
    own ||= text.includes(event.secrets.OWN);
  }
  console.log(own ? 'its own secret is found' : 'the search finds nothing');
  if (found) console.log('got through: the secret of the neighbour');
};
