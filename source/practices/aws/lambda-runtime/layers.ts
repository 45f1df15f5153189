import { counted } from '../../../core/counted.ts';
import { isList } from '../../../core/data.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { shownOf } from '../../../core/template/resolve.ts';
import { functionNeeds, judgeParts } from '../../../core/template/judge-functions.ts';
import { architectureOf, runtimeOf } from './settled.ts';

/** What the name of a public layer says of its Python and processor. */
interface LayerName {
	readonly text: string;
	readonly runtime: string;
	readonly architecture: 'arm64' | 'x86_64';
}

const version = (digits: string | undefined): string => `python3.${(digits ?? '').slice(1)}`;

// https://docs.aws.amazon.com/powertools/python/latest/, https://aws-sdk-pandas.readthedocs.io/en/stable/layers.html,
// https://docs.datadoghq.com/serverless/libraries_integrations/extension/
const nameOf = (arn: string): LayerName | null => {
	const powertools = /AWSLambdaPowertoolsPythonV3-python(3\d+)-(x86_64|arm64)\b/.exec(arn);
	if (powertools) {
		const architecture = powertools[2] === 'arm64' ? 'arm64' : 'x86_64';
		return { text: powertools[0], runtime: version(powertools[1]), architecture };
	}
	const other = /:layer:((?:AWSSDKPandas-Python|Datadog-Python)(3\d+)(-arm(?:64)?)?):/i.exec(arn);
	if (!other) return null;
	return {
		text: other[1] ?? '',
		runtime: version(other[2]),
		architecture: other[3] === undefined ? 'x86_64' : 'arm64',
	};
};

/** Names of the layers of a function that tell what they are for. */
const layersOf = ({ properties, kind, path }: LambdaFunction): readonly LayerName[] => {
	const layers = properties[kind === 'serverless' && path.at(-1) !== 'Properties' ? 'layers' : 'Layers'];
	return (isList(layers) ? layers : []).map(layer => nameOf(shownOf(layer))).filter(name => name !== null);
};

const judge = (lambda: LambdaFunction, layer: LayerName): readonly Finding[] => {
	const { id, at } = lambda;
	const runtime = runtimeOf(lambda);
	const architecture = architectureOf(lambda);
	const base = { level: 'fail', confidence: 'certain', at, found: layer.text } as const;
	if (runtime?.startsWith('python3') && runtime !== layer.runtime) {
		const message = `\`${id}\` runs on \`${runtime}\`, and its layer \`${layer.text}\` is for \`${layer.runtime}\``;
		return [
			{ ...base, message, expected: `the layer for \`${runtime}\``, key: `python:${id}:${layer.text}` },
		];
	}
	if ((architecture === 'arm64' || architecture === 'x86_64') && architecture !== layer.architecture) {
		const message = `\`${id}\` runs on ${architecture}, and its layer \`${layer.text}\` is for ${layer.architecture}`;
		return [
			{ ...base, message, expected: `the layer for ${architecture}`, key: `processor:${id}:${layer.text}` },
		];
	}
	return [];
};

export default defineCheck({
	id: 'layers',
	spec: '5.1/layer-runtime',
	title: 'Public layers are the ones for the Python and the processor of their function',
	failTitle: 'A layer is for another Python or another processor than its function',
	severity: 'high',
	scope: 'project',
	needs: functionNeeds,
	check: (facts, project) =>
		judgeParts(facts, project, {
			check: 'lambda-runtime/layers',
			partsOf(lambda) {
				const layers = layersOf(lambda);
				return layers.length > 0 ? [layers] : [];
			},
			judge: (layers, lambda) => layers.flatMap(layer => judge(lambda, layer)),
			reason: 'No Python function has a layer whose name tells its Python',
			question: 'Are all layers for the Python and the processor of their function?',
			evidence: count =>
				`The layers of ${counted(count, 'function are', 'functions are')} for its Python and its processor`,
			terraform: [/^aws_lambda_layer_version$/, 'layers'],
		}),
});
