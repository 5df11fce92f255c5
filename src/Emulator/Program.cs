using LambdaClient.Emulator.CommandLine;

return await EmulatorCommand.InvokeAsync(args);
