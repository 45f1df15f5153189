import type { SgNode } from '@ast-grep/napi';
import type { CdkPermission } from '../../core/facts/cdk.ts';
import type { SourceFile } from '../../core/gather.ts';
import { onlyAssignment } from '../../edit/python/assignments.ts';
import { argumentsOf } from '../../edit/python/calls.ts';
import type { Names } from '../../edit/python/names.ts';
import { originsOf } from '../../edit/python/names.ts';
import { partsOf, placeOf } from '../../edit/python/nodes.ts';

// https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_iam/PolicyStatement.html

const statement = /^aws_cdk\.aws_iam\.PolicyStatement$/;
const managed = /^aws_cdk\.aws_iam\.ManagedPolicy\.from_aws_managed_policy_name$/;

/** What tells from afar that a file may have some. */
export const mentionsPermissions = /\b(?:PolicyStatement|from_aws_managed_policy_name)\(|\bNagSuppressions\b/;

/** https://github.com/cdklabs/cdk-nag/blob/main/RULES.md */
const nagRule =
	/\b(?:AwsSolutions|HIPAA\.Security|NIST\.800\.53\.R[45]|PCI\.DSS\.321|Serverless)-[A-Za-z]\w*/g;

/** Rules that a file tells cdk-nag to accept, in capitals. */
export const acceptedIn = (text: string): readonly string[] =>
	/\bNagSuppressions\b/.test(text)
		? [...new Set(text.match(nagRule) ?? [])].map(rule => rule.toUpperCase()).toSorted()
		: [];

const textOf = (node: SgNode | undefined): string | null =>
	/^(["'])([^"'\\\n]*)\1$/.exec(node?.text() ?? '')?.[2] ?? null;

/** Texts of a list, also of one that is assigned once; what is worked out stays code. Null for no list. */
const itemsOf = (node: SgNode | null, root: SgNode): readonly string[] | null => {
	if (!node) return [];
	const list = node.kind() === 'identifier' ? onlyAssignment(node.text(), root) : node;
	if (list?.kind() !== 'list' || list.has({ rule: { kind: 'list_splat' } })) return null;
	return partsOf(list).map(part => textOf(part) ?? `{${part.text().slice(0, 100)}}`);
};

const statementOf = (file: SourceFile, root: SgNode, call: SgNode): CdkPermission | null => {
	const { keywords, kwargs, positional } = argumentsOf(call);
	const value = (name: string): SgNode | null => keywords.get(name)?.field('value') ?? null;
	// A statement for somebody else is about the one resource that it is attached to.
	if (keywords.has('principals') || keywords.has('not_principals') || positional.length > 0) return null;
	if (/\bDENY$/.test(value('effect')?.text() ?? '')) return null;
	const actions = itemsOf(value('actions'), root);
	const resources = itemsOf(value('resources'), root);
	const others = itemsOf(value('not_actions'), root);
	const target = call.parent()?.kind() === 'assignment' ? call.parent()?.field('left') : null;
	return {
		id: target?.kind() === 'identifier' ? target.text() : 'PolicyStatement',
		at: placeOf(file.path, file.lineStarts, call.field('function') ?? call),
		actions: actions ?? [],
		allBut: others !== null && others.length > 0,
		resources: resources ?? [],
		isBound: keywords.has('conditions'),
		managed: null,
		open: kwargs || actions === null || resources === null || others === null,
	};
};

/** What the code of a file gives permission to. */
export const permissionsIn = (file: SourceFile, root: SgNode, names: Names): readonly CdkPermission[] =>
	!mentionsPermissions.test(file.text)
		? []
		: root.findAll({ rule: { kind: 'call' } }).flatMap((call): readonly CdkPermission[] => {
				const callee = call.field('function');
				const origins = callee ? originsOf(callee, names) : [];
				if (origins.some(origin => statement.test(origin))) {
					const found = statementOf(file, root, call);
					return found ? [found] : [];
				}
				if (!callee || !origins.some(origin => managed.test(origin))) return [];
				const name = textOf(argumentsOf(call).positional[0]);
				return name === null
					? []
					: [
							{
								id: 'ManagedPolicy',
								at: placeOf(file.path, file.lineStarts, callee),
								actions: [],
								allBut: false,
								resources: [],
								isBound: false,
								managed: name.slice(name.lastIndexOf('/') + 1),
								open: false,
							},
						];
			});
