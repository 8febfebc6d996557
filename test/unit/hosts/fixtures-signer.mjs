// Stands in for the signer: tells what it inherited, echoes bytes, and can be told to hang.
process.on('message', (message) => {
  if (message === 'environment') process.send({ env: Object.keys(process.env), execArgv: process.execArgv });
  else if (message === 'hang') {
    process.send('hanging');
    for (;;);
  } else process.send(message);
});
process.on('disconnect', () => process.exit());
