#!/usr/bin/env node
// Read by old versions of Node too, which get a sentence instead of a stack.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(`bp-audit needs Node 20.19 or newer; this is ${process.versions.node}`);
	process.exitCode = 2;
} else {
	await import('../dist/cli.js');
}
