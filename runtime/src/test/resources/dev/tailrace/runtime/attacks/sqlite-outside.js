// stopped from: L1
// ends with: unable to open|restricted|Cannot find module|undefined
// without walls: yes
exports.onExecuteEventStream = async (event) => {
  console.log('the attack runs');
  const { DatabaseSync } = require('node:sqlite');
  const db = new DatabaseSync(`${event.message.data.folder}/stolen.db`);
  db.exec('create table if not exists t (x)');
  db.close();
  console.log('got through: a database in the folder of the host');
};
