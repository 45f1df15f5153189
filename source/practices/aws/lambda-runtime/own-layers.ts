import { counted } from '../../../core/counted.ts';
import { isList, stringAt, stringsAt, tableAt } from '../../../core/data.ts';
import type { Facts } from '../../../core/facts.ts';
import type { Table } from '../../../core/facts/config.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { rootOf } from '../../../core/template/judge.ts';
import { referencesOf } from '../../../core/template/references.ts';
import { functionNeeds, judgeParts } from '../../../core/template/judge-functions.ts';
import { architectureOf, runtimeOf } from './settled.ts';

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-layers.html

const layerType = /^AWS::(?:Serverless|Lambda)::LayerVersion$/;

interface OwnLayer {
	readonly id: string;
	/** Of SAM, which can build it. */
	readonly isBuiltBySam: boolean;
	readonly resource: Table;
}

/** Layers that the function's own template makes. */
const ownLayersOf = (lambda: LambdaFunction, facts: Pick<Facts, 'templates'>): readonly OwnLayer[] => {
	const root = rootOf(facts, lambda.template);
	const resources = tableAt(root, ['Resources']) ?? tableAt(root, ['resources', 'Resources']) ?? {};
	const { Layers: layers } = lambda.properties;
	return (isList(layers) ? layers : []).flatMap(layer =>
		referencesOf(layer).flatMap((id): readonly OwnLayer[] => {
			const resource = tableAt(resources, [id]);
			const type = stringAt(resource, ['Type']) ?? '';
			return resource && layerType.test(type)
				? [{ id, resource, isBuiltBySam: type.startsWith('AWS::Serverless') }]
				: [];
		}),
	);
};

/** A list that is written out; null where it is not there, or holds what is known at the deployment only. */
const listOf = (resource: Table, key: string): readonly string[] | null => {
	const values = stringsAt(resource, ['Properties', key]);
	const written = tableAt(resource, ['Properties'])?.[key];
	return isList(written) && written.length > 0 && values.length === written.length ? values : null;
};

const judgeLayer = (lambda: LambdaFunction, layer: OwnLayer): readonly Finding[] => {
	const { id, at } = lambda;
	const runtime = runtimeOf(lambda);
	const architecture = architectureOf(lambda);
	const { resource } = layer;
	const findings: Finding[] = [];
	const add = (kind: string, message: string, expected: string, found: string): void => {
		findings.push({
			level: 'warn',
			message,
			confidence: 'likely',
			at,
			found,
			expected,
			key: `${kind}:${id}:${layer.id}`,
		});
	};
	const method = stringAt(resource, ['Metadata', 'BuildMethod']);
	const built = layer.isBuiltBySam && method !== undefined && /^python3\.\d+$/.test(method) ? method : null;
	const runtimes = listOf(resource, 'CompatibleRuntimes');
	if (runtime?.startsWith('python3')) {
		const runs = `\`${id}\` runs on \`${runtime}\``;
		if (built !== null && built !== runtime)
			add(
				'built',
				`${runs}, and SAM builds its layer \`${layer.id}\` for \`${built}\``,
				`\`BuildMethod: ${runtime}\``,
				built,
			);
		else if (runtimes !== null && !runtimes.includes(runtime))
			add(
				'runtimes',
				`${runs}, which its layer \`${layer.id}\` is not declared for`,
				`\`${runtime}\` among \`CompatibleRuntimes\``,
				runtimes.join(', '),
			);
	}
	const processor = stringAt(resource, ['Metadata', 'BuildArchitecture']) ?? 'x86_64';
	const processors = listOf(resource, 'CompatibleArchitectures');
	if (architecture === 'arm64' || architecture === 'x86_64') {
		const runs = `\`${id}\` runs on ${architecture}`;
		if (built !== null && processor !== architecture && /^(?:arm64|x86_64)$/.test(processor))
			add(
				'processor',
				`${runs}, and SAM builds its layer \`${layer.id}\` for ${processor}`,
				`\`BuildArchitecture: ${architecture}\``,
				processor,
			);
		else if (processors !== null && !processors.includes(architecture))
			add(
				'processors',
				`${runs}, which its layer \`${layer.id}\` is not declared for`,
				`\`${architecture}\` among \`CompatibleArchitectures\``,
				processors.join(', '),
			);
	}
	return findings;
};

export default defineCheck({
	id: 'own-layers',
	spec: '5.1/layer-runtime',
	title: 'Layers of a template are built for the Python and the processor of their functions',
	failTitle: 'A layer of a template is built for another Python or another processor than its function',
	severity: 'medium',
	scope: 'project',
	needs: functionNeeds,
	check: (facts, project) =>
		judgeParts(facts, project, {
			check: 'lambda-runtime/own-layers',
			partsOf(lambda) {
				const layers = ownLayersOf(lambda, facts);
				return layers.length > 0 ? [layers] : [];
			},
			judge: (layers, lambda) => layers.flatMap(layer => judgeLayer(lambda, layer)),
			reason: 'No Python function has a layer of its own template',
			question: 'Are the layers of this project built for the Python and the processor of their functions?',
			evidence: count =>
				`The layers of ${counted(count, 'function are', 'functions are')} built for its Python and its processor`,
			terraform: [/^aws_lambda_layer_version$/, 'layers'],
		}),
});
