import type { OutsideCall, TestCode } from '../../core/facts/test-code.ts';
import { positionAt } from '../../core/text.ts';

const calls: readonly (readonly [kind: OutsideCall['kind'], imported: RegExp, call: RegExp])[] = [
	[
		'http',
		/^[ \t]*import[ \t]+(?:requests|httpx)\b/m,
		/(?<![\w."'])(?:requests|httpx)\.(?:get|post|put|patch|delete|head|options|request)\(\s*(?=f?["'])(?!f?["'](?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|testserver|\{))/g,
	],
	[
		'http',
		/\burllib\.request\b|\burlopen\b/,
		/(?<![\w."'])(?:urllib\.request\.)?urlopen\(\s*(?=f?["']https?:)(?!f?["']https?:\/\/(?:localhost|127\.0\.0\.1))/g,
	],
	[
		'sleep',
		/^[ \t]*import[ \t]+time\b/m,
		/(?<![\w."'])time\.sleep\(\s*(?:0?\.[1-9]\d*|[1-9]\d*(?:\.\d+)?)\s*\)/g,
	],
	['aws', /^[ \t]*import[ \t]+boto3\b/m, /(?<![\w."'])boto3\.(?:client|resource)\(/g],
];

const fakes: readonly (readonly [TestCode['fakes'][number], RegExp])[] = [
	[
		'http',
		/\b(?:responses|respx\w*|requests_mock|httpretty|pytest_httpx|httpx_mock|aioresponses|pook|vcr\w*|betamax|\w*MockTransport|ASGITransport|WSGITransport|TestClient|httpserver|live_server\w*|TestServer)\b|\bpatch[\w.]*\([^)]*(?:requests|httpx|urlopen|\bget\b|\bpost\b)|monkeypatch\.setattr\([^)]*(?:requests|httpx|urlopen)/,
	],
	[
		'aws',
		/\bmoto\b|\bmock_[a-z0-9]+\b(?=\s*\()|\bStubber\b|\bplacebo\b|localstack|\bendpoint_url\b|\bpatch[\w.]*\([^)]*(?:boto|client|resource)|monkeypatch\.setattr\([^)]*boto/i,
	],
	['sleep', /\bfreezegun\b|\bfreeze_time\b|\btime_machine\b|\bpatch[\w.]*\([^)]*sleep|setattr\([^)]*sleep/],
];

const isGuarded = (above: string): boolean => /^\s*(?:if|elif|else|while|for|try|except)\b/.test(above);

const outsideText = /(?:^|[^\w])(?:requests|httpx|urlopen|boto3|time)\b/;

/** Where a test file itself goes out of its process, found by name; strings and comments may be among it. */
export const outsideOf = (
	text: string,
	lineStarts: readonly number[],
): Pick<TestCode, 'outside' | 'fakes' | 'setsCredentials'> => {
	const outside: OutsideCall[] = [];
	if (outsideText.test(text)) {
		for (const [kind, imported, call] of calls) {
			if (!imported.test(text)) continue;
			for (const { 0: found, index } of text.matchAll(call)) {
				const { line } = positionAt(lineStarts, index);
				// Suites that replay recordings wait only while they record; a loop waits for something.
				if (kind === 'sleep' && isGuarded(text.slice(lineStarts[line - 2] ?? 0, lineStarts[line - 1] ?? 0)))
					continue;
				const before = text.slice(lineStarts[line - 1] ?? 0, index);
				if (/[#"']|\b(?:if|while)\b/.test(before)) continue;
				outside.push({ kind, line, call: found.replace(/\(.*$/s, '') });
			}
		}
	}
	return {
		outside,
		fakes: fakes.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind),
		setsCredentials: /AWS_ACCESS_KEY_ID/.test(text),
	};
};
