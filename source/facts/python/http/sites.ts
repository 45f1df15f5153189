import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { briefly, placeOf } from '../../../edit/python/nodes.ts';
import { suppressionAt } from '../../../edit/suppressions.ts';

const silencedFor = (checks: readonly string[], codes: readonly string[]) => ({
	ids: ['6.1', 'http-timeouts', ...checks.map(check => `http-timeouts/${check}`)],
	codes,
	names: ['request_without_timeout'],
});

const timeout = silencedFor(
	['requests-timeout', 'session-timeout', 'httpx-timeout', 'other-timeout', 'timeout-value'],
	['S113'],
);
const retry = silencedFor(['retry', 'jitter', 'retry-scope'], []);
const topics = { timeout, retry };

export const siteOf = (file: SourceFile, node: SgNode, topic: keyof typeof topics): CodeSite => {
	const at = placeOf(file.path, file.lineStarts, node);
	return {
		at,
		code: briefly(node.text()),
		suppression: suppressionAt(file, at.line, at.endLine, topics[topic]),
	};
};
