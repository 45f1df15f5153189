import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { siteOf as siteFor } from '../../../edit/python/code-site.ts';

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

export const siteOf = (file: SourceFile, node: SgNode, topic: keyof typeof topics): CodeSite =>
	siteFor(file, node, topics[topic]);
