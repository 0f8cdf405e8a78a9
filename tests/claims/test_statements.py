"""Statements in the many ways in which cards state compute, each with the amount that must be found in it."""

from fractions import Fraction

import pytest

from flopguard.claims.prose import claims_in

STATEMENTS: tuple[tuple[str, str, str, str], ...] = (
    # FLOP
    ("We estimate that pretraining used 3.8e25 FLOP.", "training_compute", "3.8e25", "FLOP"),
    ("Total training compute was 3.8 × 10^25 FLOPs.", "training_compute", "3.8e25", "FLOP"),
    ("Total training compute: 2.1 x 10<sup>24</sup> FLOPs.", "training_compute", "2.1e24", "FLOP"),
    ("Training took 10²⁵ FLOP.", "training_compute", "1e25", "FLOP"),
    ("Training took $3.14 \\times 10^{23}$ FLOPs.", "training_compute", "3.14e23", "FLOP"),
    ("The model consumed 1.2·10^22 floating-point operations.", "training_compute", "1.2e22", "FLOP"),
    ("The model was trained with 7.5 YFLOPs.", "training_compute", "7.5e24", "FLOP"),
    ("We spent 420 ZFLOPs on pre-training.", "training_compute", "4.2e23", "FLOP"),
    ("Pre-training required 950 EFLOPs in all.", "training_compute", "9.5e20", "FLOP"),
    ("It needed 4 × 1023 FLOPs to train.", "training_compute", "4e23", "FLOP"),
    ("Training cost 5 x 1022 FLOPs.", "training_compute", "5e22", "FLOP"),
    ("Compute: 2.5~5e24 FLOP", "training_compute", "3.75e24", "FLOP"),
    ("Training used between 1.0e25 and 1.2e25 FLOP.", "training_compute", "1.1e25", "FLOP"),
    ("The final run took 1,900 petaflop/s-days.", "training_compute", "1.6416e23", "FLOP"),
    ("About 12 PF-days were needed.", "training_compute", "1.0368e21", "FLOP"),
    ("We used 85 exaFLOP/s-days of compute.", "training_compute", "7.344e24", "FLOP"),
    ("- **Training FLOPs:** 6.2e23", "training_compute", "6.2e23", "FLOP"),
    ("C = 6ND = 6 * 7e9 * 2e12 FLOPs = 8.4e22", "training_compute", "8.4e22", "FLOP"),
    ("学習に 4.2×10^22 FLOPs を要した。", "training_compute", "4.2e22", "FLOP"),
    # chip-hours
    ("Training took 1,720,320 GPU hours.", "chip_hours", "1720320", "chip-hours"),
    ("In total 0.4M H100 GPU-hours were spent.", "chip_hours", "400000", "chip-hours"),
    ("The run consumed roughly 30k A100-hours.", "chip_hours", "30000", "chip-hours"),
    ("We used 512 MI300X for 21 days.", "chip_hours", "258048", "chip-hours"),
    ("Trained for three weeks on 64 TPU v5p chips.", "chip_hours", "32256", "chip-hours"),
    ("Pretraining ran on 2,048 H100 GPUs over 54 days.", "chip_hours", "2654208", "chip-hours"),
    ("It took 36 hours on 8x A100 80GB.", "chip_hours", "288", "chip-hours"),
    ("GPU hours: 21,500", "chip_hours", "21500", "chip-hours"),
    ("Fine-tuning needed 96 GPU-days.", "chip_hours", "2304", "chip-hours"),
    ("The total is 1.5 million TPUv4-hours.", "chip_hours", "1.5e6", "chip-hours"),
    ("Simulation and training used 40,000 node-hours.", "chip_hours", "40000", "node-hours"),
    ("We trained for 100,000 core hours on TPUv3.", "chip_hours", "100000", "core-hours"),
    ("トレーニングには 12万 GPU時間 を使用した。", "chip_hours", "120000", "chip-hours"),
    ("Training took 1 720 320 GPU hours.", "chip_hours", "1720320", "chip-hours"),
    ("It used 370 000 GPU-h of H100 80 GB.", "chip_hours", "370000", "chip-hours"),
    ("It used 51\u202f968 GPU hours.", "chip_hours", "51968", "chip-hours"),
    # chips and time
    ("The model was trained on 256 H800 GPUs.", "chips", "256", "chips"),
    ("Hardware: 16 × NVIDIA A100 40GB", "chips", "16", "chips"),
    ("Training time: 19 days", "hardware_time", "456", "hours"),
    ("Training lasted about 6 weeks.", "hardware_time", "1008", "hours"),
    # tokens and steps
    ("The model was pre-trained on 15T tokens.", "tokens", "1.5e13", "tokens"),
    ("Trained on two trillion tokens of text and code.", "tokens", "2e12", "tokens"),
    ("The corpus holds 627 billion tokens, seen twice during training.", "tokens", "6.27e11", "tokens"),
    ("学習データは約2.1兆トークンである。", "tokens", "2.1e12", "tokens"),
    ("事前学習には3000億トークンを使用した。", "tokens", "3e11", "tokens"),
    ("We train for 200k steps.", "steps", "200000", "steps"),
    ("Trained for 10,000 iterations with a batch size of 64.", "samples", "640000", "sequences"),
    ("Training ran 50k steps at batch size 1024 and sequence length 2048.", "tokens", "104857600000", "tokens"),
    # utilisation, throughput, rate
    ("We reached an MFU of 38%.", "utilisation", "38", "% MFU"),
    ("We sustained 41.5% model FLOPs utilization.", "utilisation", "41.5", "% MFU"),
    ("HFU was 52 per cent.", "utilisation", "52", "% HFU"),
    ("Training ran at 3,600 tokens/s per GPU.", "throughput", "3600", "tokens/s per chip"),
    ("We measured 410 TFLOP/s per GPU in BF16 training.", "rate", "4.1e14", "FLOP/s per chip"),
    ("Training sustained 380 TFLOPS/GPU.", "rate", "3.8e14", "FLOP/s per chip"),
    # energy, emissions, cost
    ("Training used 1.2 GWh of electricity.", "energy", "1.2e6", "kWh"),
    ("Energy consumed: 433 MWh", "energy", "433000", "kWh"),
    ("Emissions were 24.7 tonnes of CO2eq.", "emissions", "24700", "kg CO2e"),
    ("**Carbon emitted:** 57 kg CO₂e", "emissions", "57", "kg CO2e"),
    ("Training cost about $5.6 million.", "cost", "5.6e6", "USD"),
    ("We trained it for under €200,000 of compute.", "cost", "200000", "EUR"),
    ("The run cost 1.3 million dollars in GPU time.", "cost", "1.3e6", "USD"),
    # multiples
    ("It has 4x the effective compute of our last model.", "effective_compute", "4", "x"),
    ("An effective compute increase of 6x over Model-2.", "effective_compute", "6", "x"),
    ("The recipe is 3x more compute efficient than the baseline.", "algorithmic_gain", "3", "x"),
    ("Our optimizer gives a 1.4x improvement in training efficiency.", "algorithmic_gain", "1.4", "x"),
    ("It matches GPT-X with 10x less compute.", "relative_compute", "1/10", "x"),
    ("It was trained with five times more compute than Falcon-40B.", "relative_compute", "5", "x"),
    ("We use 80% less compute than LLaMA-65B.", "relative_compute", "1/5", "x"),
    ("It needs half the training compute of OPT-175B.", "relative_compute", "1/2", "x"),
    ("It needs only a third of the compute of BLOOM.", "relative_compute", "1/3", "x"),
    ("Trained with 15% of the FLOPs of PaLM.", "relative_compute", "3/20", "x"),
    ("This reduces training FLOPs by 60%.", "relative_compute", "2/5", "x"),
    ("This cuts pretraining compute by a factor of 3.", "algorithmic_gain", "3", "x"),
    ("It took 5x fewer GPU-hours than its predecessor.", "relative_compute", "1/5", "x"),
    ("It halves the pretraining cost of Heron-2.", "relative_compute", "1/2", "x"),
    ("Compute requirements halve: a 2x compute saving at equal loss.", "algorithmic_gain", "2", "x"),
    # tables
    ("| Model | GPU hours |\n| --- | --- |\n| Small | 184,320 |\n", "chip_hours", "184320", "chip-hours"),
    ("| Item | Value |\n| --- | --- |\n| Training tokens | 1.4T |\n", "tokens", "1.4e12", "tokens"),
    ("| Setting | Value |\n|---|---|\n| Accelerators | NVIDIA H100 * 64 |\n", "chips", "64", "chips"),
    ("<table><tr><th>Energy (MWh)</th></tr><tr><td>12.5</td></tr></table>\n", "energy", "12500", "kWh"),
    ("| | Training Energy Consumption (MWh) |\n|-|-|\n| 7B | 1,022 |\n", "energy", "1.022e6", "kWh"),
    ("| Model | Training FLOPs |\n|-|-|\n| 7B | 8.4e22 |\n", "training_compute", "8.4e22", "FLOP"),
    ("| Name | Carbon Emitted (tCO2eq) |\n|-|-|\n| 7B | 31.22 |\n", "emissions", "31220", "kg CO2e"),
    ("- **Number of steps:** 480,000\n", "steps", "480000", "steps"),
    ("The compute used to train was 1000x that of GPT-1.", "relative_compute", "1000", "x"),
    ("It's 11x less than the compute of Llama 3.1 405B.", "relative_compute", "1/11", "x"),
    ("We used approximately 1/10th the compute of Llama-3.1-8B.", "relative_compute", "1/10", "x"),
    ("We trained with a batch size of 2M tokens (300B tokens in total).", "tokens", "3e11", "tokens"),
    # a third round
    ("It took 117 days 10 hours on 384 GPUs.", "chip_hours", "1082112", "chip-hours"),
    ("Training was performed on an 8-GPU A100 machine in under 24 hours.", "chip_hours", "192", "chip-hours"),
    ("One training run takes 9 hours on a v3-128 TPU pod.", "hardware_time", "9", "hours"),
    ("Model was trained on a TPU v4-512 pod for about 2 weeks.", "hardware_time", "336", "hours"),
    ("A sixfold increase in effective compute.", "effective_compute", "6", "x"),
    ("Algorithmic progress of 3x per year.", "algorithmic_gain", "3", "x per year"),
    ("A 3x reduction in pretraining FLOPs.", "algorithmic_gain", "3", "x"),
    ("We trained with 10–20x more training compute than GPT-2.", "relative_compute", "15", "x"),
    ("It was trained with an order of magnitude more compute than v2.", "relative_compute", "10", "x"),
    ("This yields a 25% saving in training compute.", "relative_compute", "3/4", "x"),
    ("Roughly twice the training compute of v2.", "relative_compute", "2", "x"),
    ("We used 16,384 H100 GPUs for the 405B run over roughly 54 days.", "chip_hours", "21233664", "chip-hours"),
    ("Compute spent: 640 exaFLOPs-days.", "training_compute", "5.5296e25", "FLOP"),
    ("An estimated 5.7 yottaFLOP went into the model.", "training_compute", "5.7e24", "FLOP"),
    ("Average MFU 38–43%.", "utilisation", "40.5", "% MFU"),
    ("It emitted 552 metric tons of carbon dioxide equivalent.", "emissions", "552000", "kg CO2e"),
    ("We had a training budget of 2.3 million USD.", "cost", "2.3e6", "USD"),
    ("The model has seen 2.6T tokens.", "tokens", "2.6e12", "tokens"),
    # a second round, written when the first was found
    ("Training FLOPs ≈ 6 × 8B × 15T ≈ 7.2e23.", "training_compute", "7.2e23", "FLOP"),
    ("The computation used for training exceeds 10^25 FLOPs.", "training_compute", "1e25", "FLOP"),
    ("We trained Foo-7B for 1.2e23 FLOPs (≈14 days on 256 A100s).", "chip_hours", "86016", "chip-hours"),
    ("Training was carried out on a single 8×A100 (80GB) node for 3 days.", "chip_hours", "576", "chip-hours"),
    ("Training: 4 nodes, each with 8 H100, 12 days.", "chip_hours", "9216", "chip-hours"),
    ("Pretraining was done with 128 Gaudi 2 accelerators in 9 days.", "chip_hours", "27648", "chip-hours"),
    ("Training hardware: 2x RTX 4090; training duration: 48h.", "chip_hours", "96", "chip-hours"),
    ("It took about 5 A100 GPU-years.", "chip_hours", "43830", "chip-hours"),
    ("Training needed 2.6e6 H100-equivalent hours.", "chip_hours", "2.6e6", "chip-hours"),
    ("Training took 2 months on 1,024 GPUs.", "chip_hours", "1496064", "chip-hours"),
    ("本モデルは H100 256基で 20日間学習した。", "chip_hours", "122880", "chip-hours"),
    ("- **Hardware Type:** A100\n- **Hours used:** 150000\n", "hardware_time", "150000", "hours"),
    ("Trained for 1.1M steps, 4M tokens per batch, about 4.4T tokens overall.", "tokens", "4.4e12", "tokens"),
    ("Stage 2 uses 500B tokens at 32k context length.", "tokens", "5e11", "tokens"),
    ("The training dataset comprises over 36T tokens across 119 languages.", "tokens", "3.6e13", "tokens"),
    ("Utilization during training was 0.47 MFU.", "utilisation", "47", "% MFU"),
    ("Throughput was 2,730 tokens/GPU/s during pretraining.", "throughput", "2730", "tokens/s per chip"),
    ("The training bill came to US$4.6M.", "cost", "4.6e6", "USD"),
    ("It reaches the same loss as Foo-1 with 3.2x fewer training FLOPs.", "relative_compute", "5/16", "x"),
    ("We obtain a compute multiplier of 1.9x over the baseline.", "algorithmic_gain", "1.9", "x"),
    ("A 30% reduction in training compute compared to Bar-30B.", "relative_compute", "7/10", "x"),
    ("It requires just 1/5 of the compute of Bar-70B.", "relative_compute", "1/5", "x"),
    ("We scaled up RL compute by 10x relative to Bar-3.", "relative_compute", "10", "x"),
    ("It used an order of magnitude less compute than Bar-2.", "relative_compute", "1/10", "x"),
    ("Effective compute grew 4x since the last assessment.", "effective_compute", "4", "x"),
    ("It uses 12.5x less energy to train than Bar.", "relative_energy", "2/25", "x"),
    (
        "||Time (GPU hours)|Carbon Emitted(tCO<sub>2</sub>eq)|\n|-|-|-|\n|7B|184320|31.22|\n",
        "emissions",
        "31220",
        "kg CO2e",
    ),
    ("|Model|Context length|Token count|\n|-|-|-|\n|Foo|8k|15T+|\n", "tokens", "1.5e13", "tokens"),
    ("<table><tr><td>Model<td>GPU<br>hours</tr><tr><td>A<td>1,000</table>\n", "chip_hours", "1000", "chip-hours"),
    ("| GPUs | 256 × H100 |\n|-|-|\n| Wall-clock time | 21 days |\n", "chip_hours", "129024", "chip-hours"),
    ("- GPUs: 8xH100\n- Training time: 5 days\n", "chip_hours", "960", "chip-hours"),
)


@pytest.mark.parametrize("text, quantity, value, unit", STATEMENTS)
def test_the_amount_is_found(text: str, quantity: str, value: str, unit: str) -> None:
    found = [(claim.quantity, Fraction(claim.value or 0), claim.unit) for claim in claims_in(text)]
    wanted = Fraction(value)
    near = [one for one in found if one[0] == quantity and abs(one[1] - wanted) <= wanted / 10**9 and one[2] == unit]
    assert near, found


@pytest.mark.parametrize(
    "text, thresholds",
    [
        ("It took 3.9e22 FLOPs, below the EU AI Act threshold of 10^25 FLOP.", ["1e25"]),
        ("Models above 10^25 FLOP are presumed to have systemic risk.", ["1e25"]),
        ("It stays under the 1e26 FLOP threshold.", ["1e26"]),
        ("Training took 3e24 FLOP.", []),
    ],
)
def test_a_threshold_is_no_amount_of_the_model(text: str, thresholds: list[str]) -> None:
    assert [claim.value for claim in claims_in(text) if claim.of == "threshold"] == thresholds
