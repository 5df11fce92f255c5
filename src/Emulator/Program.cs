using LambdaClient.Emulator.CommandLine;
using LambdaClient.Emulator.Handler;

// Whoever starts this program may ignore it, and then the end of a handler program would go unseen.
LibC.StopIgnoring(LibC.SigChild);
return await EmulatorCommand.InvokeAsync(args);
