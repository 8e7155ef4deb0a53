// Starts the EVM node that the chain tests run against, on a free loopback port that it prints. It ends with its standard
// input, so that a test process that is killed leaves nothing running.
const ganache = require(process.argv[2]);

const server = ganache.server({ logging: { quiet: true }, wallet: { deterministic: true, totalAccounts: 4 } });
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
server.listen(0, "127.0.0.1").then(() => console.log(`PORT ${server.address().port}`));
