import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSilence, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryTree, overlay } from '../source/core/tree.ts';
import { createTrial, offersIn } from './trial.ts';

// Runs small programs that call servers, before and after `http-timeout` and `boto-config`:
// `npx tsx bench/clients.ts PYTHON`, where PYTHON has requests, urllib3 and boto3.
// With a server that answers, both make the same requests and give the same result. With one that accepts and never
// answers, what was fixed ends by itself in a timeout, and what was not is still waiting when its time is up.

const python = process.argv[2] ?? 'python3';
const home = fileURLToPath(new URL('./clients', import.meta.url));
/** Seconds; the deployed function may run four, so that the fix leaves two for a call. */
const patience = 12;

const requests: string[] = [];
const server = createServer((request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const target = String(request.headers['x-amz-target'] ?? '');
		requests.push(`${request.method} ${request.url} ${target} ${Buffer.concat(chunks).toString()}`);
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(target === '' ? { rows: [1, 2] } : { Parameter: { Value: '7' } }));
	});
});
const sockets = new Set<Socket>();
const silence = createSilence(socket => {
	sockets.add(socket);
	socket.on('error', () => sockets.delete(socket));
});

interface Outcome {
	readonly value?: unknown;
	readonly error?: readonly string[];
	readonly seconds?: number;
	readonly config?: readonly unknown[];
}

/** What a program printed; null where it had to be stopped. */
const call = (path: string, port: number, limit: number): Promise<Outcome | null> =>
	new Promise(resolve => {
		const child = spawn(python, ['-B', join(home, 'call.py'), path], {
			env: {
				...process.env,
				SERVER: `http://127.0.0.1:${port}`,
				AWS_ACCESS_KEY_ID: 'none',
				AWS_SECRET_ACCESS_KEY: 'none',
				AWS_EC2_METADATA_DISABLED: 'true',
				NO_PROXY: '*',
				no_proxy: '*',
			},
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let printed = '';
		const timer = setTimeout(() => child.kill('SIGKILL'), limit * 1000);
		child.stdout.on('data', (chunk: Buffer) => {
			printed += chunk.toString();
		});
		child.on('close', () => {
			clearTimeout(timer);
			const read: Outcome | null = printed === '' ? null : JSON.parse(printed);
			resolve(read);
		});
	});

const template = (name: string): string =>
	[
		'Transform: AWS::Serverless-2016-10-31',
		'Resources:',
		'  Program:',
		'    Type: AWS::Serverless::Function',
		'    Properties:',
		'      CodeUri: ./',
		`      Handler: ${name.replace(/\.py$/, '')}.handler`,
		'      Runtime: python3.13',
		'      Timeout: 4',
		'',
	].join('\n');

const trial = createTrial('program', ['http-timeouts', 'aws-client-config']);

const wanted = new Set(['http-timeout', 'boto-config']);

/** The program after all that is offered of the two fixers. */
const fixed = async (name: string, text: string): Promise<string> => {
	const given = new Map([
		[name, new TextEncoder().encode(text)],
		['template.yaml', new TextEncoder().encode(template(name))],
	]);
	let analysis = await trial.audit(memoryTree(given, new Map()));
	for (const target of offersIn(analysis, fix => wanted.has(fix.fixer))) {
		const judged = await trial.propose(analysis, target, {});
		if (judged.outcome === 'declined') throw new Error(`${name}: ${judged.reason}`);
		analysis = await trial.audit(overlay(analysis.tree, judged.changes));
	}
	for await (const read of analysis.tree.read([name])) {
		if ('bytes' in read) return new TextDecoder().decode(read.bytes);
	}
	throw new Error(`${name} is gone`);
};

const portOf = (address: AddressInfo | string | null): number =>
	typeof address === 'object' && address !== null ? address.port : 0;

await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
await new Promise<void>(resolve => silence.listen(0, '127.0.0.1', () => resolve()));
const answers = portOf(server.address());
const stalls = portOf(silence.address());
const folder = mkdtempSync(join(tmpdir(), 'clients-'));
const wrong: string[] = [];
try {
	for (const name of readdirSync(home).filter(each => each.endsWith('.py') && each !== 'call.py')) {
		const text = readFileSync(join(home, name), 'utf8');
		const after = await fixed(name, text);
		const path = join(folder, name);
		writeFileSync(path, after);
		const seen = async (program: string): Promise<readonly [Outcome | null, readonly string[]]> => {
			requests.length = 0;
			const outcome = await call(program, answers, 120);
			return [outcome, [...requests]];
		};
		const [old, oldRequests] = await seen(join(home, name));
		const [now, nowRequests] = await seen(path);
		const isSame =
			JSON.stringify([old?.value, oldRequests]) === JSON.stringify([now?.value, nowRequests]) &&
			old?.error === undefined &&
			now?.error === undefined &&
			old !== null;
		if (!isSame) wrong.push(`${name}: another result or other requests: ${JSON.stringify([old, now])}`);
		if (after === text) wrong.push(`${name}: nothing was fixed`);
		let end = JSON.stringify(now?.config);
		if (name.startsWith('boto')) {
			// A service has ten seconds for each of four attempts; the settings are told instead of waited for.
			if (JSON.stringify(now?.config?.slice(0, 2)) !== '[5,10]') wrong.push(`${name}: ${end}`);
		} else {
			const waited = await call(join(home, name), stalls, patience);
			const stopped = await call(path, stalls, patience);
			const isTimeout = stopped?.error?.some(each => /time(?:d )?.?out/i.test(each)) === true;
			if (waited !== null) wrong.push(`${name}: did not wait before: ${JSON.stringify(waited)}`);
			if (!isTimeout) wrong.push(`${name}: no timeout afterwards: ${JSON.stringify(stopped)}`);
			end = `waits for ever before; after ${stopped?.seconds ?? '?'} s ${stopped?.error?.[0] ?? 'nothing'}`;
		}
		process.stdout.write(`${name.padEnd(20)} same result and requests: ${String(isSame)}; ${end}\n`);
	}
} finally {
	rmSync(folder, { recursive: true });
	for (const socket of sockets) socket.destroy();
	server.close();
	silence.close();
}
for (const line of wrong) process.stdout.write(`! ${line}\n`);
process.exit(wrong.length === 0 ? 0 : 1);
