import type { SgNode } from '@ast-grep/napi';
import { declined } from '../../../source/core/fixer.ts';
import { eolOf } from '../../../source/core/text.ts';
import { insertImport } from '../../../source/edit/python/imports.ts';
import type { Names } from '../../../source/edit/python/names.ts';
import { endOf } from '../../../source/edit/python/nodes.ts';
import { spliced, type EditResult } from '../../../source/edit/text.ts';

/** The code that stands for `Config` in a file, and the import that it needs. */
export interface ConfigImport {
	readonly code: string;
	readonly edit: EditResult;
}

/** Every name that a file mentions, whatever it means. */
export const mentioned = (root: SgNode): ReadonlySet<string> =>
	new Set(root.findAll({ rule: { kind: 'identifier' } }).map(node => node.text()));

/** Whether nothing but imports, comments and a docstring stands above a statement of the module. */
const isInHead = (statement: SgNode, root: SgNode): boolean => {
	for (const each of root.namedChildren()) {
		if (each.id() === statement.id()) return true;
		const kind = String(each.kind());
		const isDocstring = kind === 'expression_statement' && each.child(0)?.kind() === 'string';
		if (kind !== 'comment' && !isDocstring && !/import(?:_from)?_statement$/.test(kind)) return false;
	}
	return false;
};

const below = (text: string, statement: SgNode, line: string): EditResult => {
	const at = endOf(statement);
	if (/^[ \t]*;/.test(text.slice(at))) return declined('imports share a line');
	const comment = /^[ \t]*#[^\r\n]*/.exec(text.slice(at))?.[0].length ?? 0;
	return spliced([{ start: at + comment, end: at + comment, text: eolOf(text) + line }]);
};

/**
 * Imports `Config`, in order where the SDK is imported at the top; directly below its import where other statements
 * come first, since they may be there for what they do to it.
 * @param sdk the import of boto3 or botocore
 */
export const importConfig = (text: string, root: SgNode, names: Names, sdk: SgNode): ConfigImport => {
	const top = names.imports.filter(({ statement }) => statement.parent()?.kind() === 'module');
	const known = top.find(
		({ module, name }) => /^botocore\.(?:config|client)$/.test(module) && name === 'Config',
	);
	if (known) return { code: known.local, edit: spliced([]) };
	const whole = top.find(({ module, name }) => module === 'botocore.config' && name === null);
	if (whole)
		return {
			code: `${whole.origin === whole.module ? whole.local : whole.module}.Config`,
			edit: spliced([]),
		};
	const taken = mentioned(root);
	const code = ['Config', 'BotoConfig'].find(name => !taken.has(name));
	if (code === undefined)
		return { code: '', edit: declined('`Config` and `BotoConfig` already name something else') };
	const statement = `from botocore.config import Config${code === 'Config' ? '' : ` as ${code}`}`;
	return {
		code,
		edit: isInHead(sdk, root) ? insertImport(text, root, statement) : below(text, sdk, statement),
	};
};
