import { stringAt, tableAt } from '../../source/core/data.ts';
import type { Template } from '../../source/core/facts/templates.ts';
import type { Facts } from '../../source/core/facts.ts';
import { defineFixer } from '../define.ts';
import { templateFiles } from '../touches.ts';
import type { Change, Left } from './plan-templates.ts';
import { listed, planEach } from './plan-templates.ts';

// https://www.serverless.com/framework/docs/providers/aws/guide/iam

const templateAt = ({ templates }: Pick<Facts, 'templates'>, path: string): Template | null => {
	const parsed = templates.get(path);
	return parsed?.ok && parsed.value.outcome === 'read' ? parsed.value : null;
};

/** Why a service cannot have roles per function; null where it can. */
const reasonAgainst = ({ value }: Template): string | null => {
	const version = stringAt(value, ['frameworkVersion']) ?? '';
	if (!/^[\^~>=\s"]*4(?:\D|$)/.test(version))
		return 'only version 4 of the framework makes roles per function, and `frameworkVersion` does not say that it is used';
	const role = tableAt(value, ['provider', 'iam', 'role']);
	if (!role) return 'its statements do not stand under `provider.iam.role`';
	return role['name'] === undefined ? null : 'its role has a name, which only one role can have';
};

const changeOf = (template: Template): Change | Left => {
	const subject = `\`${template.path}\``;
	const reason = reasonAgainst(template);
	if (reason !== null) return { subject, reason };
	const path = ['provider', 'iam', 'role'];
	return {
		path: template.path,
		subject,
		edits: [{ kind: 'insert', path, key: 'mode', value: 'perFunction' }],
	};
};

export default defineFixer({
	id: 'serverless-roles',
	title: 'Give each function of a Serverless service a role of its own',
	checks: ['iam-permissions/shared-role'],
	safety: 'review',
	needs: ['templates'],
	touches: templateFiles,
	after: [],
	safetyNote:
		'Each role takes over the statements of the service, so that permissions stay as they are; the names of the roles change.',
	takes: finding => finding.key === 'service',
	isReady({ at }, { facts }) {
		const template = templateAt(facts, at.path);
		return template !== null && reasonAgainst(template) === null;
	},
	questions: () => [],
	reads: ({ findings }) => findings.map(({ at }) => at.path),
	plan: ({ facts, findings, texts }) =>
		planEach(
			findings.flatMap(({ at }) => templateAt(facts, at.path) ?? []),
			changeOf,
			texts,
			done => ({
				area: 'iam',
				summary: 'give each function a role',
				changed: [
					`${listed(done.map(({ subject }) => subject))}: \`mode: perFunction\` makes a role for each function.`,
				],
				atRunTime:
					'Every function may do what it could before, under a role of another name; policies elsewhere that name the old role no longer hold.',
				followUps: [
					'Move each statement to the functions that need it: `functions.<name>.iam.role.statements`',
				],
			}),
		),
});
