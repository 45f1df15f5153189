import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { SourceFile } from '../../../core/gather.ts';
import { siteOf as siteFor } from '../../../edit/python/code-site.ts';

/** What comments may name to silence a check of this practice. */
const silencedFor = (check: string, codes: readonly string[], names: readonly string[]) => ({
	ids: ['8.2', 'safe-deserialization', `safe-deserialization/${check}`],
	codes,
	names,
});

const pickle = silencedFor('pickle', ['S301', 'S302', 'S614'], ['pickle', 'marshal', 'pytorch_load']);
const settings = silencedFor('pickle-config', ['S301'], ['pickle']);
const yaml = silencedFor('yaml-load', ['S506'], ['yaml_load']);
const ruamel = silencedFor('ruamel', ['S506'], ['yaml_load']);
const topics = { pickle, settings, yaml, ruamel };

export const siteOf = (file: SourceFile, node: SgNode, topic: keyof typeof topics): CodeSite =>
	siteFor(file, node, topics[topic]);
