"""What looks like an amount of compute and is none."""

import csv
from pathlib import Path

import pytest

from flopguard.claims.prose import claims_in

DATA = Path(__file__).parents[1] / "data" / "claims"

NOT_CLAIMS = (
    "It has a 4x larger context window.",
    "The model supports an 8k context.",
    "The context length is 128K tokens.",
    "It handles up to 1M tokens of context.",
    "The vocabulary has 128,256 tokens.",
    "Input costs $0.15 per 1M tokens.",
    "The API costs $3 per million input tokens and $15 per million output tokens.",
    "The model has 70B parameters.",
    "A 671B mixture-of-experts model with 37B active parameters.",
    "Inference runs at 25 FPS.",
    "It was released on 18 July 2023.",
    "Requires Python 3.10 and torch 2.1.0.",
    "Any A100 will do.",
    "It was compared with GPT-4 and Llama 3.1 405B.",
    "The first layer has a 5x5 kernel with stride 2.",
    "We used a learning rate of 1e-5.",
    "The batch size was 1024.",
    "We trained with a batch size of 4M tokens.",
    "It has an ELO score of 1287 in the arena.",
    "Decoding reaches 120 tokens/s on one RTX 4090.",
    "The model generates 300+ tokens per second.",
    "It is 6x faster at inference.",
    "It needs 2x less memory than the baseline.",
    "ResNet-50 costs 4.1 GFLOPs per image.",
    "A forward pass takes 2 GFLOPs per token.",
    "It was trained on 680,000 hours of labelled audio.",
    "The dataset has 30 hours of speech.",
    "The model can be run on a single GPU with 24 GB of memory.",
    "We recommend at least 8 H100 GPUs for deployment.",
    "Evaluation took place over 3 days with 20 experts.",
    "Warm-up lasted 2,000 steps.",
    "Sampling uses 50 denoising steps.",
    "15% of the tokens are masked.",
    "The company raised $50 million to train its staff.",
    "The fine may reach 35 million euros.",
    "Power draw is 400 W.",
    "Carbon intensity of the grid is 0.4 kg CO2/kWh.",
    "We keep the last 5 checkpoints, saved every 1,000 steps.",
    "The model scores 86.4% on MMLU and 74.2% on HumanEval.",
    "Accuracy improved by 3x over the last year.",
    "Answers are limited to 4,096 tokens.",
    "Version 2.1 fixes 3 bugs in the training script.",
    "Use `--nproc-per-node 8 --nnodes 2` to train.",
    "Images are resized to 224x224 pixels.",
    "It has 32 layers, 32 heads and a hidden size of 4096.",
    "GPU memory utilization was set to 0.9.",
    "CPU utilisation stayed at 35%.",
    "ISO 27001 and SOC 2 apply to the training data centre.",
    "The test took 3 hours per participant.",
    "The model was trained from 2021 to 2023 by a team of 12.",
    "Temperature 0.7, top-p 0.9, and a maximum of 16384 new tokens.",
    "We fine-tuned for 3 epochs.",
    "See section 4.2 and table 7 for the training data.",
    "The H100 has a peak of 989 TFLOPS.",
    "Prices fell by 4x per year in the housing market.",
    "We trained 5 models.",
    "It used 320 256 GPU hours or 256 of stage 320.",
    "The simulation runs 1000 steps/s.",
    "Silence for 30 days counts as approval; clusters of 16 H100 are covered.",
    "The model runs on a single H100 GPU with FP8 quantization.",
    "It can be deployed on 2x A100 80GB for full-precision inference.",
    "Throughput: 2,500 tokens/s on 8 H100 with vLLM.",
    "We evaluated on 5 GPUs for 2 hours.",
    "Quantized in 20 minutes on one A100.",
    "Evaluation on the full suite takes about 6 hours on 8 A100.",
    "The energy company saved 20% of electricity with the model.",
    "Training data cutoff: December 2023.",
    "After 3 months of training data collection the model was released.",
    "Test-time compute was scaled by 16x with majority voting.",
    "We sample 64 responses and use 32x more inference compute.",
    "The learning rate decays over 500B tokens.",
    "Batch size ramps up from 16M to 64M tokens over the first 69B tokens.",
    "Rate limits: 30,000 tokens per minute and 500 requests per day.",
    "MobileNet needs 569M multiply-adds.",
    "Minimum hardware: 4 x RTX 3090.",
    "It is 2x faster and uses 60% less memory to fine-tune.",
    "It is 4.6x more compute-optimal than before.",
    "The same data as the base model was used.",
    "",
    "\n",
    "|",
    "| GPU hours |",
    "```\nTraining took 3e25 FLOP\n```",
    "---\ntraining_compute: 3e25 FLOP\n---\n",
    "<!-- Training took 3e25 FLOP. -->",
    "<script>var x = '3e25 FLOP'</script>",
    "![Training took 3e25 FLOP](a.png)",
)


@pytest.mark.parametrize("text", NOT_CLAIMS)
def test_no_claim_is_found(text: str) -> None:
    assert [(claim.quantity, claim.written) for claim in claims_in(text)] == []


def paragraphs() -> list[dict[str, str]]:
    with (DATA / "paragraphs-without-compute.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_at_most_one_paragraph_in_fifty_without_compute_gives_a_claim() -> None:
    rows = paragraphs()
    assert len(rows) >= 100
    assert sum(bool(claims_in(row["text"] + "\n")) for row in rows) * 50 <= len(rows)
