import { ensureBuild } from './ensure-build.js';

ensureBuild();
// npm runs scripts in the package's folder; a path on the command line is relative to where the user is.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
if (process.argv.length === 2) process.argv.push('demo');
await import('../bin/bp-audit.js');
