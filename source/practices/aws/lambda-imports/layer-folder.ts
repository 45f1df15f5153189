import { stringAt } from '../../../core/data.ts';
import type { Finding } from '../../../core/finding.ts';
import { folderOf } from '../../../core/folders.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { isSample, ownerOf } from '../../../core/template/judge.ts';
import { joinPath } from '../../../core/template/paths.ts';
import { resourcesOf } from '../../../core/template/resources.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html: only `python/` of a layer is on the path.

export default defineCheck({
	id: 'layer-folder',
	spec: '5.2/layers',
	title: 'Layers hold their Python below `python`',
	failTitle: 'A layer holds Python that no function can import',
	severity: 'high',
	scope: 'project',
	needs: ['templates', 'projects', 'paths'],
	check(facts, project) {
		const paths = [...facts.paths.keys()];
		const layers = [...facts.templates.values()].flatMap(parsed => {
			if (!parsed.ok || parsed.value.outcome !== 'read') return [];
			const template = parsed.value;
			if (ownerOf(template.path, facts) !== project.path || isSample(template.path, project.path)) return [];
			return resourcesOf(template)
				.filter(
					({ type }) => type === 'AWS::Serverless::LayerVersion' || type === 'AWS::Lambda::LayerVersion',
				)
				.flatMap(resource => {
					const { properties, attributes } = resource;
					const uri = stringAt(properties, ['ContentUri']) ?? stringAt(properties, ['Content']);
					const folder = uri === undefined ? null : joinPath(folderOf(template.path), uri);
					const isBuilt = stringAt(attributes, ['Metadata', 'BuildMethod']) !== undefined;
					if (folder === null || folder === '.' || isBuilt) return [];
					const files = paths.filter(path => path.startsWith(`${folder}/`));
					return files.some(path => path.endsWith('.py')) ? [{ resource, folder, files }] : [];
				});
		});
		if (layers.length === 0)
			return notApplicable('No template packs a folder of Python into a layer as it is');
		const findings = layers.flatMap(({ resource, folder, files }): readonly Finding[] =>
			files.some(path => path.startsWith(`${folder}/python/`))
				? []
				: [
						{
							level: 'fail',
							message: `The Python of \`${resource.id}\` lies in \`${folder}\` itself, which is not on the path of a function`,
							confidence: 'certain',
							at: resource.at,
							expected: `\`${folder}/python/\`, or \`Metadata: BuildMethod\``,
							key: `folder:${resource.id}`,
						},
					],
		);
		return verdictOf(
			findings,
			`${layers.length === 1 ? 'The layer holds its' : `All ${layers.length} layers hold their`} Python below \`python\``,
		);
	},
});
