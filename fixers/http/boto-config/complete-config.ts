import type { SgNode } from '@ast-grep/napi';
import type { ServiceWaits } from '../../../source/core/aws-service-waits.ts';
import { missingSettings, type SdkEnvironment } from '../../../source/core/client-settings.ts';
import type { Splice } from '../../../source/core/tree.ts';
import { limitsOf, retriesOf } from '../../../source/edit/python/aws-clients.ts';
import { insertKeyword, replaceNode } from '../../../source/edit/python/calls.ts';
import { appendItem } from '../../../source/edit/python/items.ts';
import { partsOf } from '../../../source/edit/python/nodes.ts';

type Quote = '"' | "'";

/** `retries=…` as it is written into a `Config`. */
const retries = ({ again }: ServiceWaits, quote: Quote): string =>
	`retries={${quote}max_attempts${quote}: ${again}, ${quote}mode${quote}: ${quote}standard${quote}}`;

/** The keywords that a `Config` is to have, each as code. */
export const keywordsFor = (
	missing: readonly ('connect_timeout' | 'read_timeout' | 'retries')[],
	waits: ServiceWaits,
	quote: Quote,
): readonly string[] =>
	missing.map(name => {
		if (name === 'connect_timeout') return 'connect_timeout=5';
		return name === 'read_timeout' ? `read_timeout=${waits.read}` : retries(waits, quote);
	});

/** Passes what a `Config` leaves to the SDK; nothing where it is told everything. */
export const completeConfig = (
	text: string,
	call: SgNode,
	root: SgNode,
	environment: SdkEnvironment,
	waits: ServiceWaits,
	quote: Quote,
): readonly Splice[] => {
	const added = keywordsFor(missingSettings(limitsOf(call, root), environment), waits, quote);
	if (added.length === 0) return [];
	// One after the other where each argument has a line of its own, together otherwise.
	const [list] = [call.field('arguments')];
	const separate = list && /\n[ \t]*\S+=/.test(list.text());
	const eolIndent = separate ? /\r?\n[ \t]*(?=\S+=)/.exec(list.text())?.[0] : undefined;
	return insertKeyword(text, call, added.join(eolIndent === undefined ? ', ' : `,${eolIndent}`));
};

/** Writes the mode `standard` into the `retries` of a `Config`; nothing where they are computed. */
export const standardMode = (
	text: string,
	call: SgNode,
	root: SgNode,
	quote: Quote,
): readonly Splice[] | null => {
	const dictionary = retriesOf(call, root);
	if (!dictionary) return null;
	const pair = partsOf(dictionary).find(
		each => each.kind() === 'pair' && /^["']mode["']$/.test(each.field('key')?.text() ?? ''),
	);
	const value = pair?.field('value');
	if (value)
		return value.kind() === 'string'
			? [replaceNode(value, value.text().replace(/\w+(?=["']$)/, 'standard'))]
			: null;
	return appendItem(text, dictionary.children(), `${quote}mode${quote}: ${quote}standard${quote}`);
};
