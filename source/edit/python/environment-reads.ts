import type { SgNode } from '@ast-grep/napi';
import type { EnvironmentRead } from '../../core/facts/setting-reads.ts';
import { isSecretName } from '../../core/secret-names.ts';
import { enclosing } from './nodes.ts';

/** A read of an environment variable, without its place. */
export interface FoundVariable extends Pick<EnvironmentRead, 'name' | 'what' | 'isAsked'> {
	readonly node: SgNode;
}

const flag = /(?:^|_)(?:FEATURE|FF|FLAG|TOGGLE)(?:_|$)|^(?:ENABLE|DISABLE)_|_(?:ENABLED|DISABLED)$/;
/** Given by whoever runs the program: AWS itself, and systems that build; no secrets of the project. */
const given =
	/^(?:TASK|NEXT|CONTINUATION)_TOKEN$|^(?:AWS|GITHUB|GITLAB|CI|ACTIONS|CODEBUILD|PYTEST|POWERTOOLS|DD|OTEL)_|^(?:CI|GH_TOKEN)$/;

/** Names in a text that a look at the environment may read, so that few files are parsed. */
export const mayReadEnvironment = (text: string): boolean =>
	/(?:environ|getenv)\b[^\n]{0,12}["'](?=[A-Z_\d]*(?:PASS|SECRET|TOKEN|KEY|CRED|FEATURE|FF|FLAG|TOGGLE|ENABLE|DISABLE))/.test(
		text,
	);

const nameIn = (node: SgNode): string | null => {
	if (node.kind() === 'subscript') {
		const object = node.field('value')?.text() ?? '';
		const key = node.field('subscript')?.text() ?? '';
		return /^(?:os\.)?environ$/.test(object) ? (/^["'](\w+)["']$/.exec(key)?.[1] ?? null) : null;
	}
	const callee = node.field('function')?.text() ?? '';
	if (!/^(?:os\.)?(?:getenv|environ\.get)$/.test(callee)) return null;
	return /^\(\s*["'](\w+)["']/.exec(node.field('arguments')?.text() ?? '')?.[1] ?? null;
};

const conditions = new Set(['if_statement', 'elif_clause', 'conditional_expression', 'while_statement']);

const isInCondition = (node: SgNode): boolean => {
	for (let at: SgNode | null = node; at; at = at.parent()) {
		const around = at.parent();
		if (!around || ['block', 'module'].includes(String(around.kind()))) return false;
		if (!conditions.has(String(around.kind()))) continue;
		if (around.kind() === 'conditional_expression') return around.children()[2]?.id() === at.id();
		return around.field('condition')?.id() === at.id();
	}
	return false;
};

/** The name that a read is assigned to stands in a condition of the file. */
const isAskedByName = (node: SgNode, root: SgNode): boolean => {
	const assignment = enclosing(node, ['assignment', 'block', 'module']);
	const left = assignment?.kind() === 'assignment' ? assignment.field('left')?.text() : undefined;
	if (left === undefined || !/^(?:self\.)?\w+$/.test(left)) return false;
	return new RegExp(`\\b(?:if|elif|while)\\b[^\\n:]*\\b${left.replace('.', '\\.')}\\b`).test(root.text());
};

/** Reads of environment variables whose names speak of a secret or a switch. */
export const environmentReadsIn = (root: SgNode): readonly FoundVariable[] =>
	root
		.findAll({ rule: { any: [{ kind: 'subscript' }, { kind: 'call' }] } })
		.flatMap((node): readonly FoundVariable[] => {
			const name = nameIn(node);
			if (name === null || given.test(name)) return [];
			const assigned = node.parent();
			const isWritten = assigned?.kind() === 'assignment' && assigned.field('left')?.id() === node.id();
			if (isWritten) return [];
			if (flag.test(name)) {
				return [{ node, name, what: 'flag', isAsked: isInCondition(node) || isAskedByName(node, root) }];
			}
			return /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|SECRET_KEY|CREDENTIALS?)$/.test(
				name,
			) && isSecretName(name)
				? [{ node, name, what: 'secret', isAsked: false }]
				: [];
		});
