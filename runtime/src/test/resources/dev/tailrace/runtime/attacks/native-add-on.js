// stopped from: L1
// ends with: ERR_DLOPEN_DISABLED
// without walls: yes
exports.onExecuteEventStream = async () => {
  console.log('the attack runs');
  const library = process.report.getReport().sharedObjects.find((path) => /libm[.-]/.test(path)) ?? '/lib64/libm.so.6';
  try {
    process.dlopen({ exports: {} }, library);
  } catch (thrown) {
    if (thrown.code === 'ERR_DLOPEN_DISABLED') throw new Error(thrown.code);
    console.log('got through: loaded, and then:', thrown.message);
  }
};
